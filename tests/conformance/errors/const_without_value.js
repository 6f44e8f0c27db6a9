const missing;
