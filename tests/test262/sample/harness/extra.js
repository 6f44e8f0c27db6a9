var fromExtra = true;
