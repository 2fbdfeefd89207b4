"""Commands: parse the arguments, call one workflow, show what came back."""
