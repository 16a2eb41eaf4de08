"""Workers: the processes, perhaps on other machines, to which the front gives what is heavy."""
