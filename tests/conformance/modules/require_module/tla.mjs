await 1; export {};
