exports.name = 'folder ' + (this === exports) + ' ' + (typeof arguments) + arguments.length;
