namespace Meerkat.LoadGen.Load;

/// <summary>Where a run waits for the other processes of the same run. Called by the run's thread.</summary>
internal interface IRunGate
{
    /// <summary>Returns the moment from which all go on; in time stamps, which all processes of a machine share.</summary>
    long Pass();
}
