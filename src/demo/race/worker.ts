// The script of the worker in which the race is run.
export {};
