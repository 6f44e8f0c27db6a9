const small = 1n;
const none = 1.5n;
