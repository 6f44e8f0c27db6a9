export const used = 'used';
export const reexported = 1;
export default 'default';
