/* What the price of a run is measured in: a static program that does nothing. Runs as the user. */
int main(void) { return 0; }
