// Per test file: what its process says is set up before the first of them; a module is run once in a process.
import './quiet-runtime.ts';
