"""From sound to transcript over CTranslate2. Begin with `recognizer`."""
