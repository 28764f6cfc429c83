"""What every report shares: how sure a figure is, whether two differ, the frame of the page. Begin with `significance`."""
