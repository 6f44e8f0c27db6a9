const t = `begins here ${1 + 1}
and never ends;
