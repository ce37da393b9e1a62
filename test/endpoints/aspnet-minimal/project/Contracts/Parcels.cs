using System.ComponentModel.DataAnnotations;

namespace Acme.Parcels.Contracts;

public record SendParcel([Required] string To, [Range(1, 50)] double Kilograms);

public record Rename(string Name);
