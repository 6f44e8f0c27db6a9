const r = /(unclosed/;
