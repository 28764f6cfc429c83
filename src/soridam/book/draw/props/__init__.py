"""What a picture can show beside its cast: a dictionary in two languages (`dictionary`) and the drawings (`icons`)."""
