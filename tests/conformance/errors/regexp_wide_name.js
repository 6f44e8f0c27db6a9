const r = /(?<😀>a)/;
