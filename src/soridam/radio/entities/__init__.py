"""What a transmission is about: callsign, values and clearances; read-backs; who speaks. Begin with `find`."""
