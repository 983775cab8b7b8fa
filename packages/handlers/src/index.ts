// One line for each handler.
export {};
