"""The grammar of a picture: from place, time, weather, shot, cast and props to a layout. Begin with `compose`."""
