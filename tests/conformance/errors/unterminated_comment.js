const x = 1;
/* no end
