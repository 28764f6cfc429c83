"""Reading aloud: text to sounds to a wave with the times of its words. Begin with `narrate`."""
