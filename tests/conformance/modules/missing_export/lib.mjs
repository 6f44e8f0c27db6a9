console.log('must not run either');
export const present = 1;
