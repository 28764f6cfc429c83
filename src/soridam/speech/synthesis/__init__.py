"""Speech from text: text to sounds to a wave with the times of its words. Begin with `voice`."""
