"""From passages of a document to facts: repair, outline, segmentation, pairing. Pure: knows no files and no clock."""
