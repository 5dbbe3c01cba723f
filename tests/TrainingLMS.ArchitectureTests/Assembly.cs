using TrainingLMS.Testing;

[assembly: AssemblyFixture(typeof(AppFixture))]
