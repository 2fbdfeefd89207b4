"""Training of the model that reads previews; torch is needed here, and nowhere else."""
