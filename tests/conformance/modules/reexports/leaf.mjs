export const leaf = 'leaf', same = 'same';
export default 'leaf default';
