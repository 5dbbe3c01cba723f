namespace TrainingLMS.Congruence.Simulation;

/// <summary>
/// xoshiro256** (Blackman &amp; Vigna 2021) seeded by SplitMix64 (Steele, Lea &amp; Flood 2014): the same numbers from the same
/// seed on every machine and every version of .NET, which System.Random does not promise.
/// </summary>
public sealed class RandomSource
{
    private readonly ulong[] _state = new ulong[4];
    private double? _spare;

    public RandomSource(ulong seed)
    {
        for (var i = 0; i < _state.Length; i++)
        {
            seed += 0x9E3779B97F4A7C15;
            var z = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            _state[i] = z ^ (z >> 31);
        }
    }

    public ulong NextBits()
    {
        var result = ulong.RotateLeft(_state[1] * 5, 7) * 9;
        var shifted = _state[1] << 17;
        _state[2] ^= _state[0];
        _state[3] ^= _state[1];
        _state[1] ^= _state[2];
        _state[0] ^= _state[3];
        _state[2] ^= shifted;
        _state[3] = ulong.RotateLeft(_state[3], 45);

        return result;
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double Uniform() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform over 0 … count - 1.</summary>
    public int Below(int count) => (int)(Uniform() * count);

    /// <summary>Normal (Box &amp; Muller 1958); values come in pairs.</summary>
    public double Normal(double mean, double sd)
    {
        if (_spare is { } spare)
        {
            _spare = null;

            return mean + sd * spare;
        }

        var radius = Math.Sqrt(-2 * Math.Log(1 - Uniform()));
        var angle = 2 * Math.PI * Uniform();
        _spare = radius * Math.Sin(angle);

        return mean + sd * radius * Math.Cos(angle);
    }

    /// <summary>A stationary first-order series with this standard deviation.</summary>
    public double[] Autoregressive(int length, double phi, double sd)
    {
        var series = new double[length];

        for (var i = 0; i < length; i++)
            series[i] = i == 0 ? Normal(0, sd) : phi * series[i - 1] + Normal(0, sd * Math.Sqrt(1 - phi * phi));

        return series;
    }

    /// <summary>Shuffles in place (Fisher &amp; Yates).</summary>
    public void Shuffle<T>(T[] items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
