"""Speech recognition with CTranslate2. Begin with `recognizer`."""
