// A test for the run of Stryker that lists mutants only.
it('lists', () => undefined);
