console.log(new URL('https://u:p@a.b:81/c?x=1&y=%20z#h'));
console.log({ list: [new URLSearchParams('a=1&b=2'), new URLSearchParams(), new URLSearchParams('q=it%27s')] });
void 0;
