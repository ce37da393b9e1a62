using System.ComponentModel.DataAnnotations;

namespace Acme.Travel.Models;

public class CreateBooking
{
    public string Guest { get; set; } = "";

    public int Nights { get; set; }
}

public class ChangeBooking
{
    public int Nights { get; set; }
}

public record Room(Guid Id, string Name);
