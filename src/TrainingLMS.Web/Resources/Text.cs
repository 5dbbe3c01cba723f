namespace TrainingLMS.Web.Resources;

/// <summary>Every sentence that staff see, in English as the key; Text.fr.resx holds the French.</summary>
public sealed class Text;

/// <summary>Every sentence on a patient's page; PatientText.fr.resx is complete.</summary>
public sealed class PatientText;

/// <summary>Every sentence in a mail; MailText.fr.resx is complete.</summary>
public sealed class MailText;
