let name = 1;
function other() {}
const name = 2;
