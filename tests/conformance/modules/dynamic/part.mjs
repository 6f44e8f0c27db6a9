console.log('part runs');
export const value = 42;
export default 'default';
