using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Resources;

namespace TrainingLMS.Web.Features.Shared;

/// <summary>What every page shares: navigation, the clock on the wall, and what a form says about unreadable input.</summary>
public static class FrameSetup
{
    public static IServiceCollection AddFrame(this IServiceCollection services)
    {
        services.AddScoped<Navigation>();
        services.AddScoped<LocalTime>();
        services.AddSingleton<PagesThere>();
        services.AddSingleton<PageAddress>();
        services.AddSingleton<IConfigureOptions<MvcOptions>, PlainMessages>();
        services.Configure<MvcViewOptions>(views => views.HtmlHelperOptions.ClientValidationEnabled = false);
        return services;
    }

    /// <summary>The framework's own complaints name types and properties; a person needs to know what to type.</summary>
    private sealed class PlainMessages(IStringLocalizer<Text> text) : IConfigureOptions<MvcOptions>
    {
        public void Configure(MvcOptions options)
        {
            var messages = options.ModelBindingMessageProvider;
            messages.SetAttemptedValueIsInvalidAccessor((value, _) => text["“{0}” cannot be read here.", value]);
            messages.SetNonPropertyAttemptedValueIsInvalidAccessor(value => text["“{0}” cannot be read here.", value]);
            messages.SetValueIsInvalidAccessor(value => text["“{0}” cannot be read here.", value]);
            messages.SetValueMustBeANumberAccessor(_ => text["Type a number."]);
            messages.SetNonPropertyValueMustBeANumberAccessor(() => text["Type a number."]);
            messages.SetValueMustNotBeNullAccessor(_ => text["Fill this in."]);
            messages.SetMissingBindRequiredValueAccessor(_ => text["Fill this in."]);
            messages.SetMissingKeyOrValueAccessor(() => text["Fill this in."]);
            messages.SetUnknownValueIsInvalidAccessor(_ => text["This cannot be read."]);
            messages.SetNonPropertyUnknownValueIsInvalidAccessor(() => text["This cannot be read."]);
            options.ModelMetadataDetailsProviders.Add(new RequiredMessage(text));
        }
    }

    private sealed class RequiredMessage(IStringLocalizer<Text> text) : IValidationMetadataProvider
    {
        public void CreateValidationMetadata(ValidationMetadataProviderContext context)
        {
            for (var i = 0; i < context.ValidationMetadata.ValidatorMetadata.Count; i++)
            {
                if (context.ValidationMetadata.ValidatorMetadata[i] is RequiredAttribute { ErrorMessage: null })
                    context.ValidationMetadata.ValidatorMetadata[i] = new FillIn(text);
            }
        }
    }

    private sealed class FillIn(IStringLocalizer<Text> text) : RequiredAttribute
    {
        public override string FormatErrorMessage(string name) => text["Fill this in."];
    }
}
