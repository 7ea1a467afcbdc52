"""Documents as offices write them, made from figures that are known: to measure the readers and to test them."""
