"""The pages of places and of those who run them: the public side of who delivers what, where and when."""
