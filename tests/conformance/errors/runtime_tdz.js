function use() { return later; }
use();
let later = 1;
