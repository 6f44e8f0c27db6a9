// The modules `fs` and `readline` as far as they are about what programs read and write, and the globals of other shells. Part of
// the runtime, in the dialect with `@` for byte 6; see ../README.md and standard_io.js. Runs in sealed runners; hostile are all
// values that come from scripts.

'use strict';
// ---- fs: stdin, stdout and stderr by number or by name

// The number of what is open; undefined for every other file.
var numberOf = function (file) {
  if (file === 0 || file === '/dev/stdin') return 0;
  if (file === 1 || file === '/dev/stdout') return 1;
  if (file === 2 || file === '/dev/stderr') return 2;
};
var refuse = function (what, file) {
  return @notAvailable(what + '(' + (typeof file === 'string' || typeof file === 'number' ? file : @describe(file)) + ')');
};
// By its number stdin is read on, by its name from its beginning.
var read = function (what, file, options) {
  var text = @wantsText(options);
  if (numberOf(file) !== 0) throw refuse(what, file);
  return file === 0 ? @stdinRest(text) : @stdinWhole(text);
};
var write = function (what, file, chunk) {
  var number = numberOf(file);
  if (number !== 1 && number !== 2) throw refuse(what, file);
  @writeRaw(number + 4, @requireChunk(chunk));
};
// Runs `act` now and tells its end to a callback later.
var later = function (callback, act) {
  var failed = null, value;
  if (typeof callback !== 'function')
    throw @coded(new @TypeError('The "cb" argument must be of type function. Received ' + @describe(callback)), 'ERR_INVALID_ARG_TYPE');
  try {
    value = act();
  } catch (e) {
    failed = e;
  }
  @enqueue(undefined, function () {
    callback(failed, value);
  }, 4, undefined);
};
var promised = function (act) {
  var value;
  try {
    value = act();
  } catch (e) {
    return @rejectedWith(e);
  }
  return @fulfilledWith(value);
};
var absent = ['accessSync', 'appendFileSync', 'closeSync', 'copyFileSync', 'createWriteStream', 'fstatSync', 'lstatSync',
  'mkdirSync', 'openSync', 'readdirSync', 'readlinkSync', 'realpathSync', 'renameSync', 'rmSync', 'rmdirSync', 'statSync',
  'unlinkSync', 'utimesSync', 'access', 'appendFile', 'close', 'copyFile', 'fstat', 'lstat', 'mkdir', 'open', 'readdir',
  'readlink', 'realpath', 'rename', 'rm', 'rmdir', 'stat', 'unlink', 'unwatchFile', 'utimes', 'watch', 'watchFile', 'write',
  'read'];
var addAbsent = function (fs, name) {
  var what = 'fs.' + name;
  @define(fs, name, function (file) {
    '@{1;1;}';
    throw refuse(what, file);
  });
};
@register('makeFs', function () {
  var fs = {}, promises = {}, i;
  @define(fs, 'readFileSync', function (path, options) {
    '@{1;2;readFileSync}';
    return read('fs.readFileSync', path, options);
  });
  @define(fs, 'readSync', function (fd, buffer, offset, length) {
    '@{1;4;readSync}';
    if (@isObject(offset)) {
      length = offset.length;
      offset = offset.offset;
    }
    if (numberOf(fd) !== 0) throw refuse('fs.readSync', fd);
    return @stdinFill(buffer, offset, length);
  });
  @define(fs, 'readFile', function (path, options, callback) {
    '@{1;3;readFile}';
    later(typeof options === 'function' ? options : callback, function () {
      return read('fs.readFile', path, typeof options === 'function' ? undefined : options);
    });
  });
  @define(fs, 'writeFileSync', function (path, data) {
    '@{1;2;writeFileSync}';
    write('fs.writeFileSync', path, data);
  });
  @define(fs, 'writeSync', function (fd, data) {
    '@{1;2;writeSync}';
    write('fs.writeSync', fd, data);
    return @byteLength(data);
  });
  @define(fs, 'writeFile', function (path, data, options, callback) {
    '@{1;4;writeFile}';
    later(typeof options === 'function' ? options : callback, function () {
      write('fs.writeFile', path, data);
    });
  });
  @define(fs, 'existsSync', function (path) {
    '@{1;1;existsSync}';
    return numberOf(path) !== undefined && typeof path === 'string';
  });
  @define(fs, 'createReadStream', function (path, options) {
    '@{1;2;createReadStream}';
    var number = numberOf(path), stdin;
    if (number === undefined && @isObject(options)) number = numberOf(options.fd);
    if (number !== 0) throw refuse('fs.createReadStream', path);
    stdin = @stdin();
    if (options !== undefined && @wantsText(options)) @emitterOf(stdin).text = true;
    return stdin;
  });
  @define(promises, 'readFile', function (path, options) {
    '@{1;2;readFile}';
    return promised(function () {
      return read('fs.promises.readFile', path, options);
    });
  });
  @define(promises, 'writeFile', function (path, data) {
    '@{1;2;writeFile}';
    return promised(function () {
      write('fs.promises.writeFile', path, data);
    });
  });
  @define(fs, 'promises', promises);
  for (i = 0; i < absent.length; i++) addAbsent(fs, absent[i]);
  return fs;
});
@register('fs', function () {
  if (@io.fs === undefined) @io.fs = @intrinsic('makeFs')();
  return @io.fs;
});

//---- section
'use strict';
// ---- readline

var close = function (record) {
  if (record.closed) return;
  record.closed = true;
  @hide(record.owner, 'closed', true, 7);
  @emit(record, 'close', []);
};
var say = function (record, text) {
  var output = record.output;
  if (output !== undefined && output !== null && typeof output.write === 'function') output.write(@string(text));
};
// A question, then a listener, takes the next line.
var step = function (record) {
  var question = record.questions, line;
  if (record.closed || record.paused) return false;
  if (question.length === 0 && @listenerCount(record, 'line') === 0) return false;
  line = @stdinLine();
  if (line === undefined) {
    close(record);
    return true;
  }
  if (question.length === 0) {
    @emit(record, 'line', [line]);
    return true;
  }
  record.questions = [];
  for (var i = 1; i < question.length; i++) @append(record.questions, question[i]);
  (0, question[0])(line);
  return true;
};
// Who waits for the end alone gets it when nothing else happens.
var last = function (record) {
  if (record.closed || record.paused || @listenerCount(record, 'close') === 0) return false;
  close(record);
  return true;
};
var ignore = function () {};
var prototype = @create(@emitterPrototype);
@put(prototype, 'close', function () {
  '@{1;0;close}';
  close(@emitterOf(this));
});
@put(prototype, 'pause', function () {
  '@{1;0;pause}';
  @emitterOf(this).paused = true;
  return this;
});
@put(prototype, 'resume', function () {
  '@{1;0;resume}';
  @emitterOf(this).paused = false;
  return this;
});
@put(prototype, 'setPrompt', function (text) {
  '@{1;1;setPrompt}';
  @emitterOf(this).prompt = @string(text);
});
@put(prototype, 'getPrompt', function () {
  '@{1;0;getPrompt}';
  return @emitterOf(this).prompt;
});
@put(prototype, 'prompt', function () {
  '@{1;0;prompt}';
  var record = @emitterOf(this);
  record.paused = false;
  say(record, record.prompt);
});
@put(prototype, 'write', function () {
  '@{1;0;write}';
});
var ask = function (record, query, answer) {
  if (record.closed) throw @coded(new @Error('readline was closed'), 'ERR_USE_AFTER_CLOSE');
  say(record, query);
  @append(record.questions, answer);
};
@put(prototype, 'question', function (query, options, callback) {
  '@{1;3;question}';
  var record = @emitterOf(this), answer = typeof options === 'function' ? options : callback, made;
  if (!record.promises) {
    if (typeof answer === 'function') ask(record, query, answer);
    return;
  }
  made = @newPromise();
  ask(record, query, function (line) {
    @settle(made, 1, line);
  });
  return made;
});
@put(prototype, @asyncIterator, function () {
  '@{1;0;[Symbol.asyncIterator]}';
  var record = @emitterOf(this);
  return @asyncIteratorOf(function () {
    var line = record.closed ? undefined : @stdinLine();
    if (line !== undefined) return @result(line, false);
    close(record);
    return @result(undefined, true);
  }, function () {
    close(record);
  });
});
var create = function (input, output, promises) {
  var owner, record;
  if (@isObject(input) && input[@emitterSlot] === undefined) {
    output = input.output;
    input = input.input;
  }
  if (input !== @stdin()) throw @notAvailable('readline of anything but process.stdin');
  owner = @create(prototype);
  record = @makeEmitter(owner, ignore, step);
  record.last = last;
  record.output = output;
  record.promises = promises;
  record.prompt = '> ';
  record.closed = record.paused = false;
  record.questions = [];
  @define(owner, 'line', '');
  @define(owner, 'terminal', false);
  @append(@io.sources, record);
  return owner;
};
@register('makeReadline', function () {
  var readline = {}, promises = {};
  @define(readline, 'createInterface', function (input, output) {
    '@{1;2;createInterface}';
    return create(input, output, false);
  });
  @define(promises, 'createInterface', function (input, output) {
    '@{1;2;createInterface}';
    return create(input, output, true);
  });
  @define(readline, 'promises', promises);
  return readline;
});
@register('readline', function () {
  if (@io.readline === undefined) @io.readline = @intrinsic('makeReadline')();
  return @io.readline;
});

//---- section
'use strict';
var platform = function () {
  '@{1;0;platform}';
  return 'linux';
};
// What `require` gives for these names; see engine/standard_io.cc, which has `path`, and module_names.cc, which knows them all.
@register('ioModule', function (name) {
  if (name === 'node:fs') return @fs();
  if (name === 'node:fs/promises') return @fs().promises;
  if (name === 'node:readline') return @readline();
  if (name === 'node:readline/promises') return @readline().promises;
  if (name === 'node:process') return @processObject();
  if (name === 'node:os') return {EOL: '\n', platform: platform};
});
// ---- the globals of d8 and SpiderMonkey
var joined = function (list) {
  var text = '', i;
  for (i = 0; i < list.length; i++) text += (i === 0 ? '' : ' ') + @string(list[i]);
  return text;
};
@register('ioReadline', function () {
  '@{1;0;readline}';
  var line = @stdinLine();
  return line === undefined ? null : line;
});
@register('ioPrint', function (list) {
  '@{17;0;print}';
  @writeRaw(5, joined(list) + '\n');
});
@register('ioWrite', function (list) {
  '@{17;0;write}';
  @writeRaw(5, joined(list));
});
