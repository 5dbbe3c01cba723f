namespace TrainingLMS.Domain.Quizzes;

/// <summary>How many right answers pass: the page says it before the start, and the attempt is judged by the same number.</summary>
public static class QuizPass
{
    private const double Rounding = 1e-9; // 0.55 × 20 is a hair above 11 in binary

    /// <param name="share">0 to 1.</param>
    /// <param name="asked">Questions in the attempt.</param>
    public static int Needed(double share, int asked) => (int)Math.Ceiling(share * asked - Rounding);
}
