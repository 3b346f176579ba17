"""The commands of `gendan`, one a module; `gendan.project.command` says what a module has to offer."""
