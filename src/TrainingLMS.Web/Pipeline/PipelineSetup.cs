using System.Reflection;
using FluentValidation;
using MediatR;

namespace TrainingLMS.Web.Pipeline;

public static class PipelineSetup
{
    private static readonly Type[] _scanned =
    [
        typeof(IRequestHandler<,>), typeof(INotificationHandler<>), typeof(IValidator<>), typeof(IAccess<>), typeof(IPrepares<>),
    ];

    /// <summary>MediatR 5.1.0 brings no registration of its own; this is all that it needs.</summary>
    public static IServiceCollection AddPipeline(this IServiceCollection services, Assembly features)
    {
        services.AddTransient<ServiceFactory>(provider => provider.GetService!);
        services.AddTransient<IMediator, Mediator>();

        // The first is the outermost.
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(LoggingBehaviour<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(AuthorisationBehaviour<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(ValidationBehaviour<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(ThrottlingBehaviour<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(AccessLogBehaviour<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(PreparationBehaviour<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(TransactionBehaviour<,>));

        foreach (var type in features.GetTypes().Where(t => t is { IsAbstract: false, IsGenericTypeDefinition: false }))
        {
            foreach (var service in type.GetInterfaces().Where(IsScanned))
                services.AddTransient(service, type);
        }

        return services;
    }

    private static bool IsScanned(Type type) => type.IsGenericType && _scanned.Contains(type.GetGenericTypeDefinition());
}
