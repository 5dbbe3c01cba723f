namespace TrainingLMS.Web.Pipeline;

/// <summary>A request as people call it: SubmitRating.Command.</summary>
public static class RequestName
{
    public static string Of(Type request) => request.FullName!.Split('.')[^1].Replace('+', '.');
}
