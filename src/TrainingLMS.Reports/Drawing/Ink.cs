namespace TrainingLMS.Reports.Drawing;

/// <summary>What a mark is for; the colour follows. The three data roles never change meaning.</summary>
public enum Ink { Text, Muted, Line, Paper, Panel, Accent, Therapist, Patient, Wellbeing }

/// <summary>
/// One set of colours for paper and page: chosen colour-blind safe and at least 4.5 : 1 on paper where they carry text.
/// </summary>
public static class Palette
{
    public static uint Rgb(Ink ink) => ink switch
    {
        Ink.Text => 0x1D2730,
        Ink.Muted => 0x54616B,
        Ink.Line => 0xC9D1D6,
        Ink.Paper => 0xFFFFFF,
        Ink.Panel => 0xF1F5F5,
        Ink.Accent => 0x0F5257,
        Ink.Therapist => 0x1F5FA8,
        Ink.Patient => 0xA8481F,
        Ink.Wellbeing => 0x76772B,
    };

    public static string Hex(Ink ink) => $"#{Rgb(ink):x6}";

    public static string Name(Ink ink) => ink switch
    {
        Ink.Text => "text",
        Ink.Muted => "muted",
        Ink.Line => "line",
        Ink.Paper => "paper",
        Ink.Panel => "panel",
        Ink.Accent => "accent",
        Ink.Therapist => "therapist",
        Ink.Patient => "patient",
        Ink.Wellbeing => "wellbeing",
    };
}
