namespace TrainingLMS.Congruence.MixedModels;

/// <summary>What is minimised: REML for reporting, ML to compare models that differ in their fixed part.</summary>
public enum LikelihoodMethod
{
    Reml,
    Ml,
}

/// <summary>
/// Minus twice the (restricted) log-likelihood as a function of θ alone (Bates et al. 2015, eqs. 34 and 41).
/// One instance serves one thread.
/// </summary>
public sealed class ProfiledDeviance
{
    private readonly LinearMixedModel _model;

    internal ProfiledDeviance(LinearMixedModel model, LikelihoodMethod method)
    {
        _model = model;
        Method = method;
        Factor = new BlockFactor(model.Structure);
    }

    public LikelihoodMethod Method { get; }

    public int Evaluations { get; private set; }

    /// <summary>n, or n - p under REML.</summary>
    internal int Freedom => Method == LikelihoodMethod.Reml ? _model.Rows - _model.FixedNames.Count : _model.Rows;

    internal BlockFactor Factor { get; }

    internal double ResidualVariance => Factor.ResidualSumOfSquares / Freedom;

    /// <summary>Log-determinants of the criterion: 2 log |L|, and under REML 2 log |R_X| in the columns' own coding.</summary>
    internal double LogDeterminants =>
        Factor.LogDeterminantRandom
        + (Method == LikelihoodMethod.Reml ? Factor.LogDeterminantFixed + 2 * _model.Basis.LogDeterminant : 0);

    /// <summary>
    /// The criterion at θ, with β and σ profiled out; positive infinity where it cannot be computed.
    /// </summary>
    /// <param name="theta">
    /// Lower triangles of the relative covariance factors, term by term in the model's order and column by column.
    /// </param>
    public double At(ReadOnlySpan<double> theta)
    {
        if (theta.Length != _model.ThetaCount)
            throw new ArgumentException($"The model has {_model.ThetaCount} θ, not {theta.Length}.", nameof(theta));

        Evaluations++;

        if (!Factor.Update(theta))
            return double.PositiveInfinity;

        return LogDeterminants + Freedom * (1 + Math.Log(2 * Math.PI * ResidualVariance));
    }
}
