namespace TrainingLMS.Web.Infrastructure.Transport;

/// <summary>HEAD asks what GET would say, without the body: mail scanners and monitors do. No page has to think of it.</summary>
internal static class HeadRequests
{
    public static Task Answer(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Request.Method = HttpMethods.Get;
            context.Response.Body = Stream.Null;
        }

        return next(context);
    }
}
