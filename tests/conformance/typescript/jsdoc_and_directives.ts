/// <reference types="node" />
// @ts-ignore
/** @type {number} */
const x: string = 5 as any;
'use strict';
// @ts-expect-error
const y: number = 'text';
x + y;
