"""Speech for programs, compatible with the API of OpenAI, in a process of its own. Begin with `speech_process`."""
