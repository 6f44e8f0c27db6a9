// Types are no JavaScript.
let x: number = 1;
