using TrainingLMS.Testing;

// One application for the whole run; each test makes its own people and programmes.
[assembly: AssemblyFixture(typeof(AppFixture))]
