import { b } from './n.mjs'; export const a = b + 1; export { b }; export default 'd';
