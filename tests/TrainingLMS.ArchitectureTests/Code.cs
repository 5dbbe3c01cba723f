using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;
using ArchUnitNET.Loader;
using MediatR;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;
using TrainingLMS.Web.Pipeline;
using Type = System.Type;

namespace TrainingLMS.ArchitectureTests;

/// <summary>The compiled code, as the rules read it.</summary>
internal static class Code
{
    /// <summary>Our own assemblies and MediatR's; with every dependency the loading takes half a minute.</summary>
    public static readonly Architecture All = new ArchLoader().LoadAssemblies(
        typeof(Program).Assembly, typeof(AppDbContext).Assembly, typeof(Entity).Assembly, typeof(IMediator).Assembly).Build();

    /// <summary>Every request of the application, with what it answers.</summary>
    public static IReadOnlyList<(Type Request, Type Response)> Requests { get; } =
    [
        .. from type in typeof(Program).Assembly.GetTypes()
           where !type.IsAbstract
           let request = type.GetInterfaces().FirstOrDefault(
               i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequest<>))
           where request is not null
           orderby RequestName.Of(type)
           select (type, request.GetGenericArguments()[0]),
    ];

    public static IEnumerable<string> References(string file)
    {
        using var stream = File.OpenRead(file);
        using var image = new PEReader(stream);
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name))];
    }

    /// <summary>Types whose code calls a method whose name begins like this.</summary>
    public static IEnumerable<string> Calling(params string[] methods) => All.Types
        .Where(t => t.FullName.StartsWith("TrainingLMS", StringComparison.Ordinal))
        .Where(t => t.Dependencies.OfType<MethodCallDependency>().Any(
            d => methods.Any(m => d.TargetMember.Name.StartsWith(m, StringComparison.Ordinal))))
        .Select(t => t.FullName.Split('+')[0])
        .Distinct(StringComparer.Ordinal);

    /// <summary>Types whose code mentions one of these, bodies of async methods included.</summary>
    public static IEnumerable<string> Touching(params Type[] types)
    {
        var names = types.Select(t => t.FullName).ToHashSet(StringComparer.Ordinal);
        return All.Types
            .Where(t => t.Dependencies.Any(d => names.Contains(d.Target.FullName)))
            .Select(t => t.FullName)
            .Where(n => n.StartsWith("TrainingLMS", StringComparison.Ordinal));
    }
}
