using System.ComponentModel.DataAnnotations;

namespace Acme.Travel.Models;

public class CreateBooking
{
    [Required]
    public string Guest { get; set; } = "";

    [Range(1, 30)]
    public int Nights { get; set; }
}

public class ChangeBooking
{
    public int Nights { get; set; }
}

public record Room(Guid Id, string Name);
