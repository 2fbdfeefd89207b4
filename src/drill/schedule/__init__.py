"""Pure: the memory model, the queue, study days, the plan for an exam day."""
